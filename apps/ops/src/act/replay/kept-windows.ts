import { findRequestFault, ReconciliationRequest } from '@recordings/reconciliation';
import { replayBucket } from '@recordings/topology';
import type { Config } from '../../config.ts';
import { openJsonObjects } from '../json-objects.ts';

/** A window that the pooler could not publish. */
export type KeptWindow = {
  readonly key: string;
  readonly keptAt: string;
  /** Undefined if no worker could work on it: `fault` says why. */
  readonly request?: ReconciliationRequest;
  readonly fault?: string;
  readonly content: unknown;
};

export type WindowFilter = { readonly tenant?: string; readonly limit: number };

/** What a person did with a window. It is then no longer listed; the window stays. */
export type Handling = {
  readonly what: 'redriven' | 'discarded';
  readonly by: string;
  readonly reason: string;
  readonly at: string;
};

const KEPT = 'unpublished/';
const HANDLED = 'handled/';

/** The windows of the bucket `replay`, and what people did with them: one object beside each. */
export const openKeptWindows = (config: Config) => {
  const objects = openJsonObjects(config, replayBucket);
  const read = async (key: string, keptAt: string): Promise<KeptWindow> => {
    const content = await objects.read(key);
    const fault = findRequestFault(content);
    if (fault !== undefined) return { key, keptAt, content, fault };
    return { key, keptAt, content, request: ReconciliationRequest.parse(content) };
  };
  return {
    /** Those that no person has handled, in the order of their keys. */
    find: async ({ tenant, limit }: WindowFilter): Promise<KeptWindow[]> => {
      const [kept, handled] = await Promise.all([objects.list(KEPT), objects.list(HANDLED)]);
      const done = new Set(handled.map(({ key }) => key.slice(HANDLED.length)));
      const found: KeptWindow[] = [];
      for (const { key, at } of kept) {
        if (done.has(key)) continue;
        if (found.length >= limit) break;
        const window = await read(key, at);
        if (tenant === undefined || window.request?.payload.tenantId === tenant) found.push(window);
      }
      return found;
    },
    get: async (key: string): Promise<KeptWindow | undefined> => {
      const listed = (await objects.list(key)).find((object) => object.key === key);
      return listed && key.startsWith(KEPT) ? read(key, listed.at) : undefined;
    },
    /** Says what a person did. The first one counts. */
    handle: async (key: string, handling: Handling): Promise<void> => {
      await objects.create(`${HANDLED}${key}`, { schemaVersion: 1, ...handling });
    },
  };
};
