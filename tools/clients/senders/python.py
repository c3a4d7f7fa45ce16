"""usage: python.py URL KEY TENANT GROUP MODE < "callId file" lines   prints "callId status" lines"""
import http.client
import sys
import urllib.error
import urllib.request
import uuid
from urllib.parse import urlsplit

url, key, tenant, group, mode = sys.argv[1:6]
host = urlsplit(url).netloc


def form(call_id, data):
    boundary = uuid.uuid4().hex
    lines = []
    for name, value in (("callId", call_id), ("groupId", group)):
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{name}"', "", value]
    lines += [f"--{boundary}", 'Content-Disposition: form-data; name="file"; filename="r.wav"', "Content-Type: audio/wav"]
    head = "\r\n".join(lines + ["", ""]).encode()
    return f"multipart/form-data; boundary={boundary}", head + data + f"\r\n--{boundary}--\r\n".encode()


def pieces(data):
    for at in range(0, len(data), 8_191):
        yield data[at : at + 8_191]


def by_urllib(path, method, data, headers):
    request = urllib.request.Request(url + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def by_http_client(path, method, body, headers):
    connection = http.client.HTTPConnection(host, timeout=120)
    connection.request(method, path, body=body, headers=headers, encode_chunked="Transfer-Encoding" in headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def send(call_id, data):
    common = {"X-API-Key": key}
    raw = {**common, "X-Group-Id": group, "Content-Type": "audio/wav"}
    path = f"/v1/recordings/{tenant}/{call_id}"
    chunked = {"Transfer-Encoding": "chunked"}
    content_type, body = form(call_id, data)
    if mode == "form":
        return by_urllib("/v1/recordings", "POST", body, {**common, "Content-Type": content_type})
    if mode == "form-chunked":
        headers = {**common, **chunked, "Content-Type": content_type}
        return by_http_client("/v1/recordings", "POST", pieces(body), headers)
    if mode == "put":
        return by_urllib(path, "PUT", data, raw)
    if mode == "put-http.client":
        return by_http_client(path, "PUT", data, raw)
    return by_http_client(path, "PUT", pieces(data), {**raw, **chunked})


for line in sys.stdin:
    call_id, file = line.split()
    with open(file, "rb") as source:
        print(call_id, send(call_id, source.read()), flush=True)
