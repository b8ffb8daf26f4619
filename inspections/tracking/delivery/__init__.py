"""Delivery: what the outbox holds goes out to the channels of organisations (R-SEND-1).

Channels are e-mail, the group robots of work chats, and webhooks; they get a count and a link.
"""
