import type { OcpGate } from '@recordings/reconciliation';
import { limitNotes } from './limit-notes.ts';
import { makePermitDesk } from './make-permit-desk.ts';
import { makeReporter } from './make-reporter.ts';
import { obeyPauses } from './obey-pauses.ts';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import { pauseDownloads } from './pause-downloads.ts';
import { makeSharedHost } from './shared-host.ts';
import { slowDownAll } from './slow-down-all.ts';

/** Makes the access of one process to an OCP host, which it shares with all other workers. */
export const makeOcpAccess = (given: OcpAccessDeps): OcpGate => {
  const deps = { ...given, note: limitNotes(given) };
  const shared = makeSharedHost(deps);
  const desk = makePermitDesk(deps, shared);
  const report = makeReporter(deps, shared, desk.refuseUntil);
  const { awaitPermit, endTrial } = pauseDownloads(deps, shared, desk);
  return {
    awaitPermit: obeyPauses(deps, shared, { awaitPermit, giveBack: desk.giveBack }),
    giveBack: desk.giveBack,
    report: ({ departureMs }, kind, { lane, group }) => {
      if (lane === 'control') return report({ kind, departureMs });
      endTrial(group);
      report({ kind, departureMs, downloadOf: group });
    },
    reportThrottled: (askedMs) => void slowDownAll(deps, shared, askedMs),
    parallelism: (most) => (shared.isRateHigh() ? Math.max(1, Math.floor(most / 2)) : most),
  };
};
