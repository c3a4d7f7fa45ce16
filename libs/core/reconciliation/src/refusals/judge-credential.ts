/** What is known of credentials for OCP. Times are epoch milliseconds. */
export type CredentialFacts = {
  /** As the registry names them. */
  readonly name: string;
  readonly isPat: boolean;
  readonly expiresMs?: number;
  readonly issuedMs?: number;
  /** When OCP accepted them last, or when this process began to watch them. */
  readonly usedMs: number;
};

export type CredentialConcern = 'expires' | 'old' | 'idle';

const DAY_MS = 86_400_000;
/** Time to ask OCP for others. */
const EXPIRY_NOTICE_MS = 14 * DAY_MS;
/** OCP does not tell the life of a PAT. A year is usual. */
const OLD_MS = 335 * DAY_MS;
/** OCP deactivates a PAT after 90 days without use. We use each one every day, so a week means that we cannot. */
const IDLE_MS = 7 * DAY_MS;
/** How long a PAT may be unused before it is used for that alone. */
const USE_EVERY_MS = DAY_MS;

/** Why an operator should replace the credentials, before OCP refuses them. */
export const concernsOf = (
  { isPat, expiresMs, issuedMs, usedMs }: CredentialFacts,
  nowMs: number,
): readonly CredentialConcern[] => {
  const concerns: CredentialConcern[] = [];
  if (expiresMs !== undefined && expiresMs - nowMs < EXPIRY_NOTICE_MS) concerns.push('expires');
  if (isPat && issuedMs !== undefined && nowMs - issuedMs > OLD_MS) concerns.push('old');
  if (isPat && nowMs - usedMs > IDLE_MS) concerns.push('idle');
  return concerns;
};

/** Whether a PAT should be used now, so that OCP does not count it as idle. */
export const isUseDue = ({ isPat, usedMs }: CredentialFacts, nowMs: number): boolean =>
  isPat && nowMs - usedMs >= USE_EVERY_MS;
