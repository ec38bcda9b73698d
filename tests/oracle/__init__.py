"""What should the answer be? A slow evaluator, written from the design alone, that shares no code with the service."""
