import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type ConnectionGuard = {
  /** The connection sent a request with a valid key. */
  trust(socket: Socket): void;
};

export type ConnectionGuardDeps = {
  readonly maxConnections: number;
  /** Called for each connection that is closed because there are too many. */
  readonly onClosed: () => void;
};

/** Connections that Node still accepts above the limit, so that an idle one can be closed for a new one. */
const SPARE_CONNECTIONS = 50;

/**
 * Keeps the number of connections below the limit. If there are too many, it closes one for each new one: first the oldest
 * that has sent no valid key, then the one that is idle for longest. So idle connections do not stop uploads.
 */
export const guardConnections = (
  server: Server,
  { maxConnections, onClosed }: ConnectionGuardDeps,
): ConnectionGuard => {
  const open = new Set<Socket>();
  const strangers = new Set<Socket>();
  const idle = new Set<Socket>();
  const forget = (socket: Socket): void => {
    for (const sockets of [open, strangers, idle]) sockets.delete(socket);
  };
  const close = (socket: Socket): void => {
    forget(socket);
    socket.destroy();
    onClosed();
  };

  server.maxConnections = maxConnections + SPARE_CONNECTIONS;
  server.on('drop', onClosed);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => forget(socket));
    if (open.size > maxConnections) close([...strangers.keys().take(1), ...idle.keys().take(1), socket][0]!);
    if (!socket.destroyed) strangers.add(socket);
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    response.once('close', () => {
      if (open.has(socket) && !strangers.has(socket)) idle.add(socket);
    });
  });
  return { trust: (socket) => void strangers.delete(socket) };
};
