import type { Alarm } from '../alarm.ts';
import { callAlarms } from './call-alarms.ts';
import { executionAlarms } from './execution-alarms.ts';
import { intakeAlarms } from './intake-alarms.ts';
import { ocpAlarms } from './ocp-alarms.ts';
import { poolerAlarms } from './pooler-alarms.ts';
import { queueAlarms } from './queue-alarms.ts';
import { serviceAlarms } from './service-alarms.ts';
import { sweepAlarms } from './sweep-alarms.ts';

/** Every alarm, the parts of the system in the order of a call that lost its push. */
export const alarms: readonly Alarm[] = [
  ...serviceAlarms,
  ...intakeAlarms,
  ...poolerAlarms,
  ...sweepAlarms,
  ...ocpAlarms,
  ...callAlarms,
  ...executionAlarms,
  ...queueAlarms,
];
