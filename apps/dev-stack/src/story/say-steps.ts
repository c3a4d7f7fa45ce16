import type { SimulatorControl } from '../play/simulator-control.ts';
import type { Screen } from '../progress/make-screen.ts';
import { renderSteps } from './render-steps.ts';

/** Says what went wrong on purpose, if anything was to. */
export const saySteps = async (
  screen: Pick<Screen, 'say'>,
  simulator: Pick<SimulatorControl, 'story'>,
): Promise<void> => {
  const report = await simulator.story();
  if (report.steps.length > 0) screen.say(renderSteps(report));
};
