import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeDiscardingPeer } from './make-discarding-peer.ts';
import { makeEventsPeer } from './make-events-peer.ts';
import { makeLibStoragePeer } from './make-lib-storage-peer.ts';
import { makeMulterPeer } from './make-multer-peer.ts';

const peers: Readonly<Record<string, () => Server | Promise<Server>>> = {
  discarding: makeDiscardingPeer,
  'multer-s3': makeMulterPeer,
  'lib-storage': () => makeLibStoragePeer(false),
  'same-job': () => makeLibStoragePeer(true),
  'sdk-events': makeEventsPeer,
};

const server = await peers[process.argv[2] ?? '']!();
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
});
