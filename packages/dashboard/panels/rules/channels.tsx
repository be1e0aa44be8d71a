'use client';
import type { ChannelAnswer, ChannelReply, Delivery } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, listOf } from '../../live/api.js';
import { pageNow } from '../../live/browser-world.js';
import { useAsked } from '../use-asked.js';
import { channelWords, deliveryWords, replyWords } from './channel-words.js';
import { commonWords } from '../../words/common.js';
import { channelWords as words } from '../../words/channels.js';

const shownDeliveries = 20;

function channelsOf(body: unknown): readonly ChannelAnswer[] {
  return listOf<ChannelAnswer>(body, 'id', 'name', 'type').filter(({ state }) => typeof state === 'object');
}

function deliveriesOf(body: unknown): readonly Delivery[] {
  return listOf<Delivery>(body, 'id', 'state');
}

function replyOf(body: unknown): ChannelReply {
  if (typeof body === 'object' && body !== null && 'ok' in body && 'said' in body)
    return body as ChannelReply;
  throw new ApiFault(commonWords.unreadable, null);
}

const pathOf = (id: string, action: string): string =>
  apiPath(`/channels/${encodeURIComponent(id)}/${action}`);

function Log({ id }: { readonly id: string }): ReactNode {
  const { value, fault } = useAsked(pathOf(id, 'deliveries'), deliveriesOf);
  if (fault !== null) return <p className="fault">{fault}</p>;
  if (value?.length === 0) return <p className="rule-words">{words.noMessage}</p>;
  return (
    <ol className="deliveries" data-testid="deliveries">
      {(value ?? []).slice(0, shownDeliveries).map((each) => (
        <li key={`${each.id} ${each.state}`} data-state={each.state} title={each.said}>
          {deliveryWords(each, pageNow())}
        </li>
      ))}
    </ol>
  );
}

function Row({
  channel,
  onTried,
}: {
  readonly channel: ChannelAnswer;
  readonly onTried: () => void;
}): ReactNode {
  const [reply, setReply] = useState<{ readonly ok: boolean; readonly words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [log, setLog] = useState(false);
  const { id, name, type, source, state } = channel;
  const test = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = replyOf(await ask(pathOf(id, 'test'), { method: 'POST' }));
      setReply({ ok: answer.ok, words: replyWords(answer) });
    } catch (error) {
      setReply({ ok: false, words: error instanceof ApiFault ? error.message : words.notTried });
    }
    setBusy(false);
    onTried();
  };
  return (
    <li className="channel" data-testid="channel" data-failing={state.failing > 0}>
      <div className="channel-head">
        <p className="rule-name">
          {name}
          <span className="tag">{type}</span>
          {source === 'file' && <span className="tag">{words.fromFile}</span>}
          {channel['enabled'] === false && <span className="tag">{words.off}</span>}
        </p>
        <button
          type="button"
          className="button"
          aria-expanded={log}
          onClick={() => {
            setLog(!log);
          }}
        >
          {words.log}
          <span className="only-read">{words.logOf(name)}</span>
        </button>
        <button
          type="button"
          className="button"
          disabled={busy}
          data-testid="test-channel"
          onClick={() => {
            void test();
          }}
        >
          {busy ? words.testing : words.test}
          <span className="only-read"> {name}</span>
        </button>
      </div>
      <p className="rule-words">{channelWords(channel, pageNow())}</p>
      {state.last_error !== null && <p className="fault">{state.last_error}</p>}
      {reply !== null && (
        <p className="reply" role="status" data-testid="channel-reply" data-ok={reply.ok}>
          {reply.words}
        </p>
      )}
      {log && <Log id={id} />}
    </li>
  );
}

/** Where people are told of incidents, how that does, and a way to try it. */
export function Channels(): ReactNode {
  const { value, fault, again } = useAsked(apiPath('/channels'), channelsOf);
  return (
    <>
      <div className="drawer-title">
        <h2>{words.title}</h2>
      </div>
      {fault !== null && (
        <p className="fault pad" role="alert">
          {fault}
        </p>
      )}
      <ul className="rules">
        {(value ?? []).map((each) => (
          <Row key={each.id} channel={each} onTried={again} />
        ))}
      </ul>
      {value?.length === 0 && (
        <p className="calm">
          {words.none[0]}
          <code>channels</code>
          {words.none[1]}
          <code>POST /api/v1/channels</code>
          {words.none[2]}
        </p>
      )}
    </>
  );
}
