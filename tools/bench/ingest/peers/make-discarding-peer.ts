import { createServer, type Server } from 'node:http';

/** The floor: Node's HTTP server, which drops the body and answers. */
export const makeDiscardingPeer = (): Server =>
  createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(201).end());
  });
