contact.tag
200
Content-Type: application/json; charset=utf-8
X-Rate-Limit: 700
ratelimit-reset: 30

{"count":1,"next_page":null,"previous_page":null,"users":[{"active":true,"alias":null,"created_at":"2026-11-23T13:05:19Z","custom_role_id":null,"default_group_id":null,"details":null,"email":"ada@example.com","external_id":"u-1","iana_time_zone":"America/New_York","id":1500000000003,"last_login_at":null,"locale":"en-US","locale_id":1,"moderator":false,"name":"Ada Lovelace","notes":null,"only_private_comments":false,"organization_id":null,"phone":null,"photo":null,"report_csv":false,"restricted_agent":true,"role":"end-user","role_type":null,"shared":false,"shared_agent":false,"shared_phone_number":null,"signature":null,"suspended":false,"tags":[],"ticket_restriction":"requested","time_zone":"Eastern Time (US & Canada)","two_factor_auth_enabled":false,"updated_at":"2026-11-23T13:05:19Z","url":"http://api.example.com/zendesk/api/v2/users/1500000000003.json","user_fields":{"plan":"pro","seats":3},"verified":false}]}
----
200
Content-Type: application/json; charset=utf-8
X-Rate-Limit: 700
ratelimit-reset: 30

{"tags":["vip"]}