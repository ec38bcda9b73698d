"""How does a desk work on documents: who holds one, what is said beside its claims, who signs it, and what is next?

Whoever acts is a ``Who``; everything else is plain values. A use case that changes something gives a ``Change``, which
is written by ``Store.submit`` or ``api.keeping.written`` and whose reply is JSON of a model of ``wire.work``: pages and
REST call the same ones, so that rules, history and audit are the same. They raise, from the call or through the
change, errors that ``api.problems`` knows.

=============  ===============================================================================================
``acting``     ``Act(who, at, id, once)``: who acts, when (``now()``), the id of what is written (``Ids.next()``)
``leases``     ``take_lease(act, document_id, minutes, take_over)``, ``end_lease(act, document_id)``
``desks``      ``assign(act, document_id, Place(desk, assignee), expected)``
``signing``    ``sign_off(act, document_id, SignOff(sign_as, note, same_person), expected)``
``beside``     ``release_hold(act, assessment_id, gate, note, expected)``, ``add_note(act, assessment_id, note)``,
               ``add_backing(act, assessment_id, Backing(label, locator, url, sha256, note, withdraws))``
``queue``      ``list_queue(store, Wanted(..), cursor, count, at)``, ``take_next(act, Wanted(..), minutes)``
``told``       ``document_work(store, document_id, at)``: ``wire.work.DocumentWork``, everything that a page shows
``agreement``  ``agreement(store, rubric)``: ``wire.work.Agreement``
=============  ===============================================================================================

What holds a claim, whether a sign-off still holds, and what a queue's row says is worked out in one place each:
``holds``, ``standing`` and ``summary``. Replies: ``WorkState`` of leases, desks and sign-offs, ``Beside`` of what is
said to an assessment, ``QueueItem`` of the next document, or ``null`` where there is none.
"""
