contact.tag
{"person": {"email": "ada@example.com", "user_id": "u-1"}, "tag": "vip"}
