import { makeLogger } from './make-logger.ts';
import { makeNote } from './make-note.ts';

type Event =
  | { readonly type: 'job_created'; readonly jobId: string }
  | { readonly type: 'job_failed'; readonly isExpected: boolean; readonly err: Error }
  | { readonly type: 'job_polled' };

const setUp = () => {
  const lines: Record<string, unknown>[] = [];
  const counted: string[] = [];
  const log = makeLogger(
    { service: 'test', level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const note = makeNote<Event>(
    {
      job_created: { level: 'info', message: 'job created', count: ({ jobId }) => counted.push(jobId) },
      job_failed: { level: ({ isExpected }) => (isExpected ? 'warn' : 'error'), message: 'job failed' },
      job_polled: { count: () => counted.push('polled') },
    },
    log,
  );
  return { note, lines, counted };
};

describe('makeNote', () => {
  it('counts an event and logs its fields under the name of its type', () => {
    const { note, lines, counted } = setUp();
    note({ type: 'job_created', jobId: 'j-1' });
    expect(counted).toEqual(['j-1']);
    expect(lines).toMatchObject([{ level: 'info', event: 'job_created', jobId: 'j-1', msg: 'job created' }]);
    expect(lines[0]).not.toHaveProperty('type');
  });

  it('takes the level from the event where the rule computes it', () => {
    const { note, lines } = setUp();
    note({ type: 'job_failed', isExpected: true, err: new Error('busy') });
    note({ type: 'job_failed', isExpected: false, err: new Error('gone') });
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'error']);
    expect(lines[1]).toMatchObject({ err: { message: 'gone' } });
  });

  it('logs no line for an event whose rule has no level', () => {
    const { note, lines, counted } = setUp();
    note({ type: 'job_polled' });
    expect(counted).toEqual(['polled']);
    expect(lines).toEqual([]);
  });
});
