import { once } from 'node:events';
import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { answerBatchStatements } from './answer-batch-statements.ts';
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
  const endpoint = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  answerBatchStatements(server, endpoint);

  return {
    endpoint,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        // dynalite's close() closes the database too. A request of a killed client that still runs then fails the process.
        Server.prototype.close.call(server, (error) => (error ? reject(error) : resolve()));
        server.closeAllConnections(); // The SDK keeps connections open, and close() waits for them.
      }),
  };
};
