import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { waitUntil } from '@recordings/test-kit';
import { type ConnectionGuard, guardConnections } from '../src/admission/guard-connections.ts';
import { closeSockets, headOf, openSocket, written } from './raw-socket.ts';

let server: Server;
let guard: ConnectionGuard;
let closed: number;
let url: string;
beforeEach(async () => {
  closed = 0;
  server = createServer((request, response) => {
    guard.trust(request.socket);
    if (request.url !== '/unanswered') response.end();
  });
  guard = guardConnections(server, { maxConnections: 3, onClosed: () => (closed += 1) });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  closeSockets();
  server.close();
});

/** A connection with a valid key, whose requests are answered. */
const openIdle = async (): Promise<Socket> => {
  const socket = await openSocket(url);
  const answered = once(socket, 'data');
  await written(socket, headOf('GET', '/', {}));
  await answered;
  return socket;
};

/** The same, with a request that is not answered yet. */
const openBusy = async (): Promise<Socket> => {
  const socket = await openIdle();
  const received = once(server, 'request');
  await written(socket, headOf('GET', '/unanswered', {}));
  await received;
  return socket;
};

describe('too many connections with a valid key', () => {
  it('close the one that is idle for longest, and none that waits for its answer', async () => {
    const busy = await openBusy();
    const [first, second] = [await openIdle(), await openIdle()];
    await openSocket(url);
    await waitUntil('one is closed', () => first.destroyed);
    expect([busy.destroyed, second.destroyed, closed]).toEqual([false, false, 1]);
  });

  it('close the new one if all others wait for their answers', async () => {
    const busy = [];
    for (let n = 0; n < 3; n += 1) busy.push(await openBusy());
    const late = await openSocket(url);
    await waitUntil('the new one is closed', () => late.destroyed);
    expect([busy.map(({ destroyed }) => destroyed), closed]).toEqual([[false, false, false], 1]);
  });
});
