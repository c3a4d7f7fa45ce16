import type { StoryReport } from '../play/simulator-control.ts';

/** What went wrong on purpose: how often each step acted, and which never did. */
export const renderSteps = ({ story, steps }: StoryReport): string => {
  const lines = steps.map(({ step, fault, fired }) => {
    const times = fired === 0 ? 'never' : fired === 1 ? 'once' : `${fired} times`;
    return `  ${times.padStart(10)}  ${fault === undefined ? '' : `${fault}: `}${step}`;
  });
  const never = steps.filter(({ fired }) => fired === 0).length;
  return [
    `What went wrong on purpose${story === undefined ? '' : `. ${story}`}`,
    ...lines,
    ...(never === 0 ? [] : [`  Steps that never acted: ${never}. Their event did not occur on this day.`]),
    '',
  ].join('\n');
};
