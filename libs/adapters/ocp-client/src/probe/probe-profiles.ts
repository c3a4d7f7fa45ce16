import type { ExportApi, ExportConstraints } from '@recordings/call-record';
import { diffSettings } from './diff-settings.ts';
import { type Probe, type ProbeDeps, type ProbeOrder, probeExport } from './probe-export.ts';
import type { ProbeFinding } from './probe-finding.ts';

export type ProbedProfile = {
  readonly name: string;
  readonly exportConstraints: ExportConstraints;
  readonly exportApi: ExportApi;
};

export type ProbeResult = Probe & {
  readonly profile: string;
  /** Another profile, whose request for a job OCP takes. The findings after the first say what it has otherwise. */
  readonly fitting?: string;
};

export type ProbeProfilesDeps = Omit<ProbeDeps, 'send' | 'api' | 'constraints' | 'linkedUrl'> & {
  readonly senderOf: (api: ExportApi) => Pick<ProbeDeps, 'send' | 'linkedUrl'>;
};

/**
 * Makes one export in the form of a profile. If OCP does not take the request for the job, the other profiles are tried, until it
 * takes one.
 */
export const probeProfiles = async (
  deps: ProbeProfilesDeps,
  [chosen, ...others]: readonly [ProbedProfile, ...ProbedProfile[]],
  order: ProbeOrder,
): Promise<ProbeResult> => {
  const first = await probeOne(deps, chosen, order);
  if (first.isCreated || first.isBusy) return { ...first, profile: chosen.name };
  const exchanges = [...first.exchanges];
  for (const other of others) {
    const probe = await probeOne(deps, other, order);
    exchanges.push(...probe.exchanges);
    if (!probe.isCreated) continue;
    const findings = [...first.findings, ...differences(chosen, other), ...probe.findings];
    return { ...probe, profile: chosen.name, fitting: other.name, findings, exchanges };
  }
  return { ...first, profile: chosen.name, exchanges };
};

const differences = (chosen: ProbedProfile, fitting: ProbedProfile): readonly ProbeFinding[] =>
  diffSettings(settingsOf(chosen), settingsOf(fitting), fitting.name);

/** As the registry names them. */
const settingsOf = ({ exportConstraints, exportApi }: ProbedProfile) => {
  const { api: _, ...constraints } = exportConstraints as ExportConstraints & { api?: unknown };
  return { ...constraints, api: exportApi };
};

const probeOne = (
  deps: ProbeProfilesDeps,
  { exportConstraints: constraints, exportApi: api }: ProbedProfile,
  order: ProbeOrder,
): Promise<Probe> =>
  probeExport(
    { ...deps, ...deps.senderOf(api), api, constraints },
    { ...order, ...fitRange(order, constraints) },
  );

const MINUTE_MS = 60_000;

/** The range in whole steps of the profile, and as long as it must be. */
const fitRange = (
  { fromDate, toDate }: ProbeOrder,
  { minRangeMinutes, maxRangeMinutes, alignMinutes }: ExportConstraints,
) => {
  const stepMs = Math.max(1, alignMinutes * MINUTE_MS);
  const fromMs = Math.floor(Date.parse(fromDate) / stepMs) * stepMs;
  const wantedMs = Math.max(Date.parse(toDate) - fromMs, minRangeMinutes * MINUTE_MS);
  const lengthMs = Math.min(Math.ceil(wantedMs / stepMs) * stepMs, maxRangeMinutes * MINUTE_MS);
  return { fromDate: new Date(fromMs).toISOString(), toDate: new Date(fromMs + lengthMs).toISOString() };
};
