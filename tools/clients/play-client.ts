import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './clients.ts';
import { makeRecordings, type Recording } from './make-recordings.ts';
import { runClient } from './run-client.ts';
import type { startStorage } from './start-storage.ts';

type Storage = Pick<Awaited<ReturnType<typeof startStorage>>, 'target' | 'isStored'>;

/** What one way of a client gave. `lost`: recordings that are not in storage with their bytes. */
export type Row = {
  readonly client: string;
  readonly mode: string;
  readonly sent: number;
  /** Not answered 201 or 200 at once. */
  readonly sentAgain: number;
  readonly lost: number;
};

const MAX_ROUNDS = 3;
const RETRY_MS = 5_000;

/** @returns the recordings that were not stored. */
const send = async (
  client: Client,
  mode: string,
  { target }: Storage,
  recordings: readonly Recording[],
): Promise<Recording[]> => {
  const answers = await runClient(client, mode, target, recordings);
  const refused = recordings.filter(({ callId }) => !/^20[01]$/.test(answers.get(callId) ?? ''));
  for (const { callId } of refused) console.error(`${callId} ${mode}: ${answers.get(callId)}`);
  return refused;
};

/** Sends the recordings by the ways of a client, all ways at once, and looks for each recording in storage. */
export const playClient = async (client: Client, count: number, storage: Storage): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'clients-'));
  const recordings = await makeRecordings(folder, client.name, count);
  const rows = client.modes.map(async (mode, at): Promise<Row> => {
    const mine = recordings.filter((_, index) => index % client.modes.length === at);
    let refused = await send(client, mode, storage, mine);
    const sentAgain = refused.length;
    // As the contract asks of a sender.
    for (let round = 0; round < MAX_ROUNDS && refused.length > 0; round += 1) {
      await delay(RETRY_MS);
      refused = await send(client, mode, storage, refused);
    }
    const stored = await Promise.all(mine.map(storage.isStored));
    const lost = stored.filter((isOne) => !isOne).length;
    return { client: client.name, mode, sent: mine.length, sentAgain, lost };
  });
  const ended = await Promise.all(rows);
  await rm(folder, { recursive: true });
  return ended;
};
