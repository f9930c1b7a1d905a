"""Notices (通知): what people are told, composed with the act and sent outside by the worker."""
