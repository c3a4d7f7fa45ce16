import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { makeDynamoDbClient } from '@recordings/dynamodb-stores';
import { makeClock, makeMetrics } from '@recordings/service';
import { type Check, fault } from '../check.ts';

const quiet = { error: () => undefined, info: () => undefined } as never;

/**
 * Compares the clock of this machine with that of AWS, as a service does.
 *
 * @param readMs the clock of this machine. Epoch milliseconds.
 */
export const checkClock = (readMs: () => number): Check => ({
  name: 'clock',
  run: async (abortSignal) => {
    const clock = makeClock({ metrics: makeMetrics('ops'), log: quiet, readMs });
    const client = clock.watch(makeDynamoDbClient());
    try {
      await clock.correctBy(() => client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal }));
    } finally {
      client.destroy();
    }
    const offS = Math.round((readMs() - clock.now()) / 1000);
    const findings = offS === 0 ? [] : [fault(sayOff(offS), FIX)];
    return { looked: 'agrees with AWS to 2 s', findings };
  },
});

const FIX = 'start the time service of this machine (chrony, systemd-timesyncd); runbook clock-wrong';

const sayOff = (offS: number): string =>
  `the clock of this machine is ${Math.abs(offS)} s ${offS > 0 ? 'ahead of' : 'behind'} AWS`;
