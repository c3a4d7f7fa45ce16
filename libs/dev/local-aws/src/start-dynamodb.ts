import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
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

  let lastRequestMs = 0;
  server.on('request', () => {
    lastRequestMs = Date.now();
  });

  return {
    endpoint,
    stop: async () => {
      server.closeAllConnections(); // The SDK keeps connections open, and close() waits for them.
      // Requests of clients that were killed are still worked on, and fail the process once the database is closed.
      await delay(Math.max(0, lastRequestMs + QUIET_MS - Date.now()));
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
};

/** Any request has ended after so long. */
const QUIET_MS = 300;
