import { grownCounters, readFailureCounters } from './failure-counters.ts';

const exposition = `# HELP polls_failed_total Polls that got no answer, by queue
# TYPE polls_failed_total counter
polls_failed_total{queue="downloads",service="downloader"} 12
messages_total{queue="downloads",outcome="acknowledged",service="downloader"} 4
downloads_total{result="stored",reason="",service="downloader"} 3
downloads_total{result="failed",reason="OCP_TIMEOUT",service="downloader"} 2
ocp_requests_total{operation="download",outcome="OK",service="downloader"} 9
ocp_requests_total{operation="download",outcome="OCP_TIMEOUT",service="downloader"} 5
http_requests_total{route="/v1/events",status="503",service="ingestion-api"} 6
http_requests_total{route="/v1/events",status="200",service="ingestion-api"} 6
process_cpu_seconds_total 1.5
`;

describe('failure counters', () => {
  it('are those that count failures, without the label of the service', () => {
    expect([...readFailureCounters(exposition)]).toEqual([
      ['polls_failed_total{queue="downloads"}', 12],
      ['downloads_total{result="failed",reason="OCP_TIMEOUT"}', 2],
      ['ocp_requests_total{operation="download",outcome="OCP_TIMEOUT"}', 5],
      ['http_requests_total{route="/v1/events",status="503"}', 6],
    ]);
  });

  it('are compared with an earlier reading; a restarted service counts from 0', () => {
    const before = new Map([
      ['grown', 2],
      ['same', 3],
      ['restarted', 9],
    ]);
    const after = new Map([
      ['grown', 5],
      ['same', 3],
      ['restarted', 1],
      ['new', 4],
    ]);
    expect(grownCounters(before, after)).toEqual(['grown +3', 'restarted +1', 'new +4']);
  });
});
