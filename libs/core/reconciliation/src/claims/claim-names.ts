import type { SlotKey } from '../export-job/export-group.ts';

/** Held by the worker that watches the exports of an OCP group, and renewed at each round of its watchdog. */
export const watchClaimOf = ({ ocpHost, groupId }: SlotKey): string => `watch#${ocpHost}#${groupId}`;

/**
 * Held by the downloader that looks for calls to move, and renewed at each look. It lasts longer than it takes to copy
 * and read the largest recordings.
 */
export const CALL_MOVES_CLAIM = { name: 'call-moves', lastsMs: 900_000 } as const;
