import { createServer } from 'node:net';

/** A port of loopback that is free now: `wanted` if it is free, else any. */
export const freePort = async (wanted = 0): Promise<number> => {
  try {
    return await tryPort(wanted);
  } catch (error) {
    if (wanted === 0) throw error;
    return tryPort(0);
  }
};

const tryPort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
