#!/bin/sh
# Builds the image of one app: sh docker/build.sh apps/pooler. Docker's layer cache decides what is built again.
set -eu
app=$(basename "$1")
memory=usual
[ "$app" != downloader ] || memory=small
export DOCKER_BUILDKIT=1
exec docker build --file docker/Dockerfile \
  --build-arg APP="$app" \
  --build-arg MEMORY="$memory" \
  --build-arg NODE_IMAGE="${NODE_IMAGE:-node:24-bookworm-slim}" \
  --build-arg REVISION="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
  --tag "recordings/$app:${IMAGE_TAG:-local}" .
