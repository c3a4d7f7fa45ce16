#!/bin/sh
# Pushes saved images: REPOSITORIES=registry/prefix VERSION=tag sh docker/push.sh folder. Its files are {app}.tar.gz.
# May run again: a version that exists is not pushed, because the repositories do not let a tag change.
set -eu
for app in archiver downloader ingestion-api ops pooler reconciler-worker; do
  target="$REPOSITORIES/$app:$VERSION"
  if docker manifest inspect "$target" > /dev/null 2>&1; then echo "$target exists"; continue; fi
  docker load --input "$1/$app.tar.gz"
  docker tag "recordings/$app:local" "$target"
  docker push "$target"
done
