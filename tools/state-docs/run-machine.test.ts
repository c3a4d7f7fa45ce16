import { type Machine, runMachine } from './run-machine.ts';

type Door = 'open' | 'shut' | 'shut (locked)';
type DoorEvent = 'push' | 'knock' | 'wait';

/** A door that locks itself at noon, and opens again at six. */
const door: Machine<{ readonly is: Door }, DoorEvent> = {
  states: [
    {
      state: { is: 'open' },
      earliest: '09',
      turningPoints: [
        { label: 'it is noon', at: '12' },
        { label: 'it is six', at: '18' },
      ],
    },
    { state: { is: 'shut' }, earliest: '09', turningPoints: [] },
  ],
  events: [
    { label: 'push', make: () => 'push' },
    { label: 'knock', make: () => 'knock' },
    { label: 'wait', make: () => 'wait' },
  ],
  nameOf: ({ is }) => is,
  step: (state, event, now) => {
    if (event === 'knock') return { state, commands: [{ type: 'ring' }] };
    if (event === 'wait' || state.is !== 'open') return { state, commands: [] };
    return { state: { is: now >= '12' && now < '18' ? 'shut (locked)' : 'shut' }, commands: [] };
  },
};

describe('runMachine', () => {
  it('lists what each event does to each state, with the times at which it does so', () => {
    expect(runMachine(door)).toEqual([
      { from: 'open', event: 'push', when: 'until it is noon', to: 'shut', commands: [] },
      {
        from: 'open',
        event: 'push',
        when: 'once it is noon, until it is six',
        to: 'shut (locked)',
        commands: [],
      },
      { from: 'open', event: 'push', when: 'once it is six', to: 'shut', commands: [] },
      { from: 'open', event: 'knock', when: '', to: 'open', commands: ['ring'] },
      { from: 'shut', event: 'knock', when: '', to: 'shut', commands: ['ring'] },
    ]);
  });
});
