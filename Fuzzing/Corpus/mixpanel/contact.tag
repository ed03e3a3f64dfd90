contact.tag
200
Content-Type: application/json; charset=utf-8

{"code":200,"num_records_imported":1,"status":"OK"}