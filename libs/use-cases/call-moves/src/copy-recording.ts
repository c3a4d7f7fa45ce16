import { createHash } from 'node:crypto';
import type { Location, TenantId } from '@recordings/call-record';
import { CopyMismatchError } from './errors.ts';
import type { MoveCallDeps } from './move-deps.ts';

type Recording = { readonly sha256: string; readonly bytes: number; readonly location: Location };

/**
 * Copies a recording, and compares the SHA-256 of all bytes of the copy.
 *
 * @throws {CopyMismatchError} if the place has other bytes.
 */
export const copyRecording = async (
  { store }: Pick<MoveCallDeps, 'store'>,
  { sha256, bytes, location }: Recording,
  to: { readonly tenantId: TenantId; readonly location: Location },
  signal: AbortSignal,
): Promise<void> => {
  await store.copy(location, to.location, { sha256, sizeBytes: bytes, tenantId: to.tenantId }, signal);
  await assertStored(store, to.location, sha256, signal);
};

/** @throws {CopyMismatchError} if the place does not have these bytes. */
export const assertStored = async (
  store: MoveCallDeps['store'],
  location: Location,
  sha256: string,
  signal: AbortSignal,
): Promise<void> => {
  const object = await store.read(location, signal);
  const hash = createHash('sha256');
  if (object) for await (const chunk of object.body) hash.update(chunk);
  const found = object && hash.digest('hex');
  if (found !== sha256) throw new CopyMismatchError(location, sha256, found);
};
