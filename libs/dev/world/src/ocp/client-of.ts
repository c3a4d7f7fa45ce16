import type { RegistryGroup } from '@recordings/call-record';
import { holdRefused } from '@recordings/ocp-access';
import type { OcpClient } from '@recordings/reconciliation';
import type { Surroundings } from '../surroundings.ts';
import type { Life } from '../time/machine.ts';
import { makeVirtualClient } from './ocp-client.ts';

type ClientOf = (group: RegistryGroup) => OcpClient;

const clients = new WeakMap<Life, ClientOf>();

/** The clients of one life of a process, which remembers what OCP refused it. */
export const clientOf = (surroundings: Surroundings, life: Life): ClientOf => {
  const known = clients.get(life);
  if (known) return known;
  const { budget, settings } = surroundings;
  const made = holdRefused<RegistryGroup>(
    {
      rule: settings.retry,
      credentialsMark: ({ credentials }) => credentials,
      now: life.clock.nowMs,
      note: () => undefined,
    },
    (group) => makeVirtualClient({ ...surroundings, gate: budget.gateOf(life) }, life, group),
  );
  clients.set(life, made);
  return made;
};
