import type { Timestamp } from '@recordings/call-record';
import { forecastRecovery, type RecoveryForecast, USUAL_ASSUMPTIONS } from '@recordings/forecast';
import { findHighestPriority } from '@recordings/windowing';
import type { TakenWindow } from './build-window-request.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

/** Forecasts what the recovery of the windows of a dry run would need. */
export const forecastWindows = (
  { policy, registry }: Pick<MissingCallsDeps, 'policy' | 'registry'>,
  windows: readonly TakenWindow[],
  now: Timestamp,
): RecoveryForecast =>
  forecastRecovery({
    windows: windows.map(({ tenantId, groupId, calls }) => ({
      tenantId,
      groupId,
      calls,
      priority: findHighestPriority(calls),
    })),
    constraintsOf: (groupId, tenantId) => registry.findGroup(groupId, tenantId)?.exportConstraints,
    now,
    assumptions: policy.assumptions ?? USUAL_ASSUMPTIONS,
  });
