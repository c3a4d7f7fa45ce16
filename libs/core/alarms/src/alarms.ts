import type { Alarm } from './alarm.ts';
import { callAlarms } from './rows/call-alarms.ts';
import { poolerAlarms } from './rows/pooler-alarms.ts';
import { recoveryAlarms } from './rows/recovery-alarms.ts';
import { serviceAlarms } from './rows/service-alarms.ts';

/** The table of alarms. CloudWatch, Prometheus and the index of the runbooks are generated from it. */
export const alarms: readonly Alarm[] = [...callAlarms, ...poolerAlarms, ...recoveryAlarms, ...serviceAlarms];
