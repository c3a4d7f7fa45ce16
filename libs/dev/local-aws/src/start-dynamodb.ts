import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { type Emulator, LOOPBACK } from './emulator.ts';

/**
 * Serves DynamoDB in memory. Port 0 means any free port.
 *
 * @throws if the port is taken.
 */
export const startDynamodb = async (port: number): Promise<Emulator> => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');

  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections(); // The SDK keeps connections open, and close() waits for them.
      }),
  };
};
