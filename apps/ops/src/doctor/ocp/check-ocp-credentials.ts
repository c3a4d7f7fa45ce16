import type { Registry, RegistryGroup } from '@recordings/call-record';
import { credentialFacts, type OcpCredentials } from '@recordings/ocp-client';
import { concernsOf } from '@recordings/reconciliation';
import { type Check, type Finding, fault, warning, withoutRegistry } from '../check.ts';
import type { AskOcp } from './ask-ocp.ts';
import { explainRefusal } from './explain-refusal.ts';

export type OcpCredentialsDeps = {
  readonly read: () => Promise<OcpCredentials>;
  readonly load: () => Promise<Pick<Registry, 'groups'>>;
  readonly ask: AskOcp;
  /** Epoch milliseconds. */
  readonly nowMs: number;
};

/** Whether OCP accepts each of the credentials that the registry names, and for how long. One request each. */
export const checkOcpCredentials = ({ read, load, ask, nowMs }: OcpCredentialsDeps): Check => ({
  name: 'OCP credentials',
  run: async (signal) => {
    const [credentials, registry] = await Promise.all([read(), load().catch(() => undefined)]);
    if (!registry) {
      const unseen = withoutRegistry('no group is known that OCP could be asked for');
      return { looked: 'nothing', findings: [unseen, ...findOutdated(credentials, nowMs)] };
    }
    const { groups } = registry;
    const firstOf = new Map<string, RegistryGroup>();
    for (const group of groups.toReversed()) firstOf.set(group.credentials, group);
    const found = await Promise.all(
      [...firstOf].map(async ([name, group]) => {
        if (!Object.hasOwn(credentials, name)) return [sayLack(name, group)];
        const refused = await tryOne(ask, name, group, credentials, signal);
        return refused ? [refused] : [];
      }),
    );
    const used = Object.fromEntries(Object.entries(credentials).filter(([name]) => firstOf.has(name)));
    return {
      looked: `${firstOf.size} accepted by OCP`,
      findings: [...found.flat(), ...findOutdated(used, nowMs)],
    };
  },
});

const sayLack = (name: string, group: RegistryGroup): Finding =>
  fault(
    `OCP_CREDENTIALS lack "${name}", which group ${group.name} of the registry names`,
    `add "${name}" to OCP_CREDENTIALS, or correct \`credentials\` of the group in the registry`,
  );

const tryOne = async (
  ask: AskOcp,
  name: string,
  group: RegistryGroup,
  credentials: OcpCredentials,
  signal: AbortSignal,
): Promise<Finding | undefined> => {
  try {
    await ask(group, credentials, signal);
    return undefined;
  } catch (error) {
    const finding = signal.aborted ? undefined : explainRefusal(error, name, group.name);
    if (finding) return finding;
    throw error;
  }
};

const FIX = 'get new ones from OCP and put them into OCP_CREDENTIALS; runbook ocp-credentials-outdated';

/** A PAT was used by this check, so that it is not idle. */
const findOutdated = (credentials: OcpCredentials, nowMs: number): Finding[] =>
  credentialFacts(credentials, () => nowMs).flatMap((facts) => {
    const { name, expiresMs = Infinity } = facts;
    if (expiresMs <= nowMs) return [fault(`the credentials "${name}" ended at ${timeOf(expiresMs)}`, FIX)];
    return concernsOf(facts, nowMs).map((concern) =>
      concern === 'expires'
        ? warning(`the credentials "${name}" end at ${timeOf(expiresMs)}`, FIX)
        : warning(`the PAT "${name}" is almost a year old, and OCP ends it`, FIX),
    );
  });

const timeOf = (ms: number): string => new Date(ms).toISOString();
