import { arrangeEvents } from './arrange-events.ts';

const events = ['start', 'ivr', 'end'];

describe('arrangeEvents', () => {
  it.each([
    ['all events in order', {}, events],
    ['each event twice', { times: 2 }, ['start', 'start', 'ivr', 'ivr', 'end', 'end']],
    ['the end first', { order: 'reversed' }, ['end', 'ivr', 'start']],
    [
      'the end first, and each event twice',
      { order: 'reversed', times: 2 },
      ['end', 'end', 'ivr', 'ivr', 'start', 'start'],
    ],
    ['no start', { lose: 'start' }, ['ivr', 'end']],
    ['no end', { lose: 'end' }, ['start', 'ivr']],
    ['no event', { lose: 'all' }, []],
  ] as const)('sends %s', (_, effects, sent) => {
    expect(arrangeEvents(events, effects)).toEqual(sent);
  });
});
