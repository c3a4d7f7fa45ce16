import { renderSteps } from './render-steps.ts';

describe('renderSteps', () => {
  it('says how often each step acted, and how many never did', () => {
    const steps = [
      { step: 'poll, nth 3: word WAITING', fired: 1 },
      { step: 'job: durationTimes 4', fault: 'slow-job', fired: 5 },
      { step: 'the second file is cut', fired: 0 },
    ];
    expect(renderSteps({ story: 'The third poll is odd.', steps })).toBe(
      [
        'What went wrong on purpose. The third poll is odd.',
        '        once  poll, nth 3: word WAITING',
        '     5 times  slow-job: job: durationTimes 4',
        '       never  the second file is cut',
        '  Steps that never acted: 1. Their event did not occur on this day.',
        '',
      ].join('\n'),
    );
  });
});
