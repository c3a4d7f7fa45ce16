import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const open: Socket[] = [];

/** Ends what a failed test has left open, for `afterEach`: the service would wait for it. */
export const closeSockets = (): void => {
  for (const socket of open.splice(0)) socket.destroy();
};

/** A connection on which the test writes HTTP by hand. */
export const openSocket = async (url: string): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  open.push(socket);
  socket.on('error', () => undefined); // A broken connection is what most of these tests are about.
  await once(socket, 'connect');
  return socket;
};

export const headOf = (method: string, path: string, headers: Record<string, string | number>): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: api',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

/** Writes all of it and resolves when it has left the process. */
export const written = (socket: Socket, bytes: Uint8Array | string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

/** The status of the first answer that comes. */
export const answeredStatus = async (socket: Socket): Promise<number> => {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
    if (status !== undefined && status !== '100') return Number(status);
  }
  throw new Error(`no answer, but "${text}"`);
};
