import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Client } from './clients.ts';

export type Target = {
  readonly url: string;
  readonly key: string;
  readonly tenant: string;
  readonly group: string;
};

export type Sent = { readonly callId: string; readonly file: string };

/** Whether the client's program is on this machine. */
export const isInstalled = ({ name, program }: Client): boolean =>
  spawnSync('which', [name === 'curl' ? name : program]).status === 0;

/** Sends the recordings one after the other. @returns what the client said of each: a status, or its error. */
export const runClient = async (
  { program, args }: Client,
  mode: string,
  { url, key, tenant, group }: Target,
  recordings: readonly Sent[],
): Promise<ReadonlyMap<string, string>> => {
  const child = spawn(program, [...args, url, key, tenant, group, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(recordings.map(({ callId, file }) => `${callId} ${file}\n`).join(''));
  const said = await text(child.stdout);
  return new Map(
    said
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [callId = '', ...rest] = line.split(' ');
        return [callId, rest.join(' ')] as const;
      }),
  );
};
