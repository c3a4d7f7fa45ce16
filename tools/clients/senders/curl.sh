#!/bin/sh
# usage: curl.sh URL KEY TENANT GROUP MODE < "callId file" lines   prints "callId status" lines
url=$1 key=$2 tenant=$3 group=$4 mode=$5
send() { curl -sS -o /dev/null -w '%{http_code}' --max-time 120 -H "X-API-Key: $key" "$@"; }
while read -r id file; do
  put="$url/v1/recordings/$tenant/$id"
  case $mode in
    form) status=$(send -F "callId=$id" -F "groupId=$group" -F "file=@$file;type=audio/wav" "$url/v1/recordings") ;;
    form-chunked) status=$(send -H 'Transfer-Encoding: chunked' -F "callId=$id" -F "groupId=$group" \
      -F "file=@$file" "$url/v1/recordings") ;;
    put) status=$(send -T "$file" -H "X-Group-Id: $group" "$put") ;;
    put-expect) status=$(send -T "$file" -H "X-Group-Id: $group" -H 'Expect: 100-continue' "$put") ;;
    put-chunked) status=$(send -X PUT -T - -H "X-Group-Id: $group" "$put" <"$file") ;;
  esac
  echo "$id $status"
done
