import { playDayOne } from '../drain/play-day-one.ts';
import type { SimulateOptions } from './options.ts';
import type { Outcome } from './run-worlds.ts';

/** A customer with five groups, whose live calls lose their push every five minutes. OCP keeps 60 days. */
const LOAD = { groups: 5, days: 58, liveCalls: 100 };

export const runDayOne = async ({ dayOne }: Pick<SimulateOptions, 'dayOne'>): Promise<Outcome> => {
  const measure = await playDayOne({ ...LOAD, calls: dayOne });
  const isBroken = measure.stored < measure.calls || measure.liveStored < measure.liveCalls;
  return { text: JSON.stringify(measure, undefined, 2), isBroken };
};
