import { createServer } from 'node:net';

/** The port if it is free on loopback now, else 0: any. */
export const portOrAny = (port: number): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
