import { Proposal, sayWhyNotApproved } from './proposal.ts';

const proposal = Proposal.parse({
  ...{ id: '2026-01-15-a', command: 'rerun', options: { tenant: 'acme', calls: 'c-1', to: 'now' } },
  ...{ calls: 101, reason: 'a hole of a day', by: 'alice', at: '2026-01-15T12:00:00.000Z' },
});
const approval = { by: 'bob', reason: 'I have looked', at: '2026-01-15T13:00:00.000Z' };
const by = (name: string, now = '2026-01-15T14:00:00.000Z') => ({ by: name, now });

describe('the approval of a proposal', () => {
  it('is given by another person within 24 hours', () => {
    expect(sayWhyNotApproved(proposal, undefined, by('bob'))).toBeUndefined();
    expect(sayWhyNotApproved(proposal, undefined, by('bob', '2026-01-16T12:00:00.000Z'))).toBeUndefined();
  });

  it('is refused to the person who made it', () => {
    expect(sayWhyNotApproved(proposal, undefined, by('alice'))).toContain('another person must approve it');
    expect(sayWhyNotApproved(proposal, approval, by('alice'))).toContain('another person must approve it');
  });

  it('is refused after 24 hours', () => {
    const late = by('bob', '2026-01-16T12:00:00.001Z');
    expect(sayWhyNotApproved(proposal, undefined, late)).toContain('more than 24 hours ago');
  });

  it('may be given again by the same person, whose command died, and by no other', () => {
    const later = '2026-01-17T12:00:00.000Z';
    expect(sayWhyNotApproved(proposal, approval, by('bob', later))).toBeUndefined();
    expect(sayWhyNotApproved(proposal, approval, by('carol', later))).toContain('bob approved it');
  });
});
