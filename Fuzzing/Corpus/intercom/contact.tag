contact.tag
200
Content-Type: application/json; charset=utf-8
X-RateLimit-Limit: 167
X-RateLimit-Remaining: 150
X-RateLimit-Reset: 1795439130

{"android_app_name":null,"android_app_version":null,"android_device":null,"android_last_seen_at":null,"android_os_version":null,"android_sdk_version":null,"avatar":null,"browser":null,"browser_language":null,"browser_version":null,"companies":{"data":[],"has_more":false,"total_count":0,"type":"list","url":"/contacts/6b043a0e55c39a67cab7d150/companies"},"created_at":1795439118,"custom_attributes":{"plan":"pro","seats":3},"email":"ada@example.com","enabled_push_messaging":null,"external_id":"u-1","has_hard_bounced":false,"id":"6b043a0e55c39a67cab7d150","ios_app_name":null,"ios_app_version":null,"ios_device":null,"ios_last_seen_at":null,"ios_os_version":null,"ios_sdk_version":null,"language_override":null,"last_contacted_at":null,"last_email_clicked_at":null,"last_email_opened_at":null,"last_replied_at":null,"last_seen_at":null,"location":{"city":null,"continent_code":null,"country":null,"country_code":null,"region":null,"type":"location"},"marked_email_as_spam":false,"name":"Ada Lovelace","notes":{"data":[{"id":"1004","type":"note","url":"/notes/1004"}],"has_more":false,"total_count":1,"type":"list","url":"/contacts/6b043a0e55c39a67cab7d150/notes"},"opted_in_subscription_types":{"data":[],"has_more":false,"total_count":0,"type":"list","url":"/contacts/6b043a0e55c39a67cab7d150/subscriptions"},"opted_out_subscription_types":{"data":[],"has_more":false,"total_count":0,"type":"list","url":"/contacts/6b043a0e55c39a67cab7d150/subscriptions"},"os":null,"owner_id":null,"phone":"+441234567","referrer":null,"role":"user","signed_up_at":null,"social_profiles":{"data":[],"type":"list"},"tags":{"data":[],"has_more":false,"total_count":0,"type":"list","url":"/contacts/6b043a0e55c39a67cab7d150/tags"},"type":"contact","unsubscribed_from_emails":false,"updated_at":1795439120,"utm_campaign":null,"utm_content":null,"utm_medium":null,"utm_source":null,"utm_term":null,"workspace_id":"switchboard_sandbox"}
----
200
Content-Type: application/json; charset=utf-8
X-RateLimit-Limit: 167
X-RateLimit-Remaining: 149
X-RateLimit-Reset: 1795439130

{"id":"1005","name":"vip","type":"tag"}
----
200
Content-Type: application/json; charset=utf-8
X-RateLimit-Limit: 167
X-RateLimit-Remaining: 148
X-RateLimit-Reset: 1795439130

{"applied_at":1795439129,"applied_by":{"id":"991267583","type":"admin"},"id":"1005","name":"vip","type":"tag"}