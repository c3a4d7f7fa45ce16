import { randomUUID } from 'node:crypto';
import type { Timestamp } from '@recordings/call-record';
import type { JsonObjects } from './json-objects.ts';

/** What a person is about to do. `about`: what it is done to, as the command was given. */
export type Action = {
  readonly command: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Timestamp;
  readonly about: object;
};

export type ActionLog = {
  /** Durable before anything changes. @returns the id of the action. */
  readonly begin: (action: Action) => Promise<string>;
  /** What came of it. */
  readonly end: (id: string, result: object) => Promise<void>;
};

const ACTION_SCHEMA_VERSION = 1;

/**
 * Keeps who did what and why: two objects an action in the bucket `audit`, created once and never changed, under
 * `actions/{yyyy-mm-dd}/{id}/`. If only `begun.json` is there, the command died.
 */
export const makeActionLog = ({ create }: Pick<JsonObjects, 'create'>, now: () => Timestamp): ActionLog => {
  const days = new Map<string, string>();
  const write = async (key: string, content: object): Promise<void> => {
    await create(key, { schemaVersion: ACTION_SCHEMA_VERSION, ...content });
  };
  return {
    begin: async (action) => {
      const id = randomUUID();
      const day = action.at.slice(0, 10);
      days.set(id, day);
      await write(`actions/${day}/${id}/begun.json`, { id, ...action });
      return id;
    },
    end: (id, result) =>
      write(`actions/${days.get(id) ?? now().slice(0, 10)}/${id}/ended.json`, { id, at: now(), result }),
  };
};
