import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './clients.ts';
import { makeRecordings } from './make-recordings.ts';
import { runClient } from './run-client.ts';
import type { startStorage } from './start-storage.ts';

type Storage = Pick<Awaited<ReturnType<typeof startStorage>>, 'target' | 'isStored'>;

/** What one way of a client gave. `lost`: recordings that are not in storage with their bytes. */
export type Row = {
  readonly client: string;
  readonly mode: string;
  readonly sent: number;
  readonly refused: number;
  readonly lost: number;
};

/** Sends the recordings by the ways of a client, all ways at once, and looks for each recording in storage. */
export const playClient = async (client: Client, count: number, storage: Storage): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'clients-'));
  const recordings = await makeRecordings(folder, client.name, count);
  const rows = client.modes.map(async (mode, at): Promise<Row> => {
    const mine = recordings.filter((_, index) => index % client.modes.length === at);
    const answers = await runClient(client, mode, storage.target, mine);
    const refused = mine.filter(({ callId }) => answers.get(callId) !== '201');
    for (const { callId } of refused) console.error(`${callId} ${mode}: ${answers.get(callId)}`);
    const stored = await Promise.all(mine.map(storage.isStored));
    const lost = stored.filter((isOne) => !isOne).length;
    return { client: client.name, mode, sent: mine.length, refused: refused.length, lost };
  });
  const ended = await Promise.all(rows);
  await rm(folder, { recursive: true });
  return ended;
};
