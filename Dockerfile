# Two stages: the first builds, the second holds only what runs. Everything installed is hash-locked.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/build && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.txt \
 && python -m venv /opt/sayso && /opt/sayso/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY rubrics rubrics
COPY fixtures/seed fixtures/seed
RUN /opt/build/bin/python -m hatchling build -t wheel -d /tmp/wheel \
 && /opt/sayso/bin/pip install --no-cache-dir --no-deps /tmp/wheel/*.whl

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sayso \
 && install -d -o 10001 -g 10001 -m 700 /data
COPY --from=build /opt/sayso /opt/sayso
ENV PATH=/opt/sayso/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 SAYSO_DATA_DIR=/data
USER 10001:10001
WORKDIR /tmp
EXPOSE 8321
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8321/readyz', timeout=2)"]
# Another address than loopback needs a key: SAYSO_KEY_FILE names the file that holds it.
CMD ["sayso", "serve", "--host", "0.0.0.0", "--port", "8321"]
