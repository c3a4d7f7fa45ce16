import { type CredentialEntry, keysOf } from '@recordings/service';
import { readCredentialsText } from '../../keys/read-credentials-text.ts';
import type { CredentialsPlace } from '../../options/credentials-place.ts';
import { type Check, type Finding, fault, unchecked, warning } from '../check.ts';

const SOON_MS = 14 * 86_400_000;

/** Whether each caller of a service has an API key that is valid, and stays so. */
export const checkKeys = ({ service, address }: CredentialsPlace, nowMs: number): Check => ({
  name: `keys of ${service}`,
  run: async () => {
    if (address === undefined) return { looked: 'nothing', findings: [unchecked(NOT_SET, NOT_SET_FIX)] };
    const { entries } = await readCredentialsText(address);
    return {
      looked: `callers ${entries.length}, each with a valid key or certificate`,
      findings: entries.flatMap((entry) => judge(entry, service, nowMs)),
    };
  },
});

const NOT_SET = 'it is not known where they are kept';
const NOT_SET_FIX =
  'set INGESTION_API_CREDENTIALS and POOLER_CREDENTIALS to the address of API_CREDENTIALS of the service';

/** A caller may be without a valid key when its sender is to be locked out; the finding says so. */
const judge = (entry: CredentialEntry, service: string, nowMs: number): Finding[] => {
  if (entry.certificates.length > 0) return [];
  const endMs = Math.max(
    ...keysOf(entry)
      .filter(({ notBefore = -Infinity }) => notBefore <= nowMs)
      .map(({ expires = Infinity }) => expires),
  );
  const fix = `npm run ops -- keys add ${service} ${entry.name} NEW-ID --reason "..."; if nobody is to use ${entry.name}, remove it from API_CREDENTIALS`;
  if (endMs <= nowMs) return [fault(`caller ${entry.name} has no valid key: its requests are refused`, fix)];
  if (endMs - nowMs > SOON_MS) return [];
  return [warning(`the last valid key of ${entry.name} expires at ${new Date(endMs).toISOString()}`, fix)];
};
