/** Search box of the desk: hits while typing, chosen with the keyboard; `/` anywhere brings the cursor back. */
import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, type InputRef } from 'antd';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { CustomerHit } from '../../correlator/contract/customer.ts';
import { api, failureText } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';

/** One Chinese character is a surname already; of digits and letters one says nothing. */
const isEnough = (q: string) => q.length >= 2 || /[\u4e00-\u9fff]/.test(q);

export function CustomerSearch(props: { readonly onPick: (supplyPoint: string) => void }) {
  const { t, lang } = useLanguage();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const input = useRef<InputRef>(null);
  const hits = useQuery({
    queryKey: ['customers', q],
    queryFn: ({ signal }) => api.searchCustomers({ query: { q }, signal }),
    enabled: isEnough(q),
    // No hits of an earlier text: Enter would open the wrong customer.
  });
  useEffect(() => {
    const toSearch = (e: KeyboardEvent) => {
      const typing = e.target instanceof HTMLElement && /^(input|textarea)$/i.test(e.target.tagName);
      if (e.key !== '/' || typing) return;
      e.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', toSearch);
    return () => window.removeEventListener('keydown', toSearch);
  }, []);
  const isCurrent = q === text.trim();
  const items = isEnough(q) && isCurrent ? (hits.data?.items ?? []) : [];
  const nothing = hits.error
    ? failureText(hits.error, lang)
    : isEnough(q) && isCurrent && hits.isFetched
      ? t('desk.noHit')
      : null;
  return (
    <div className="search">
      <AutoComplete
        value={text}
        onChange={setText}
        onSelect={(value: string) => {
          setText('');
          props.onPick(value);
        }}
        options={items.map((c) => ({ value: c.supplyPoint, label: <Hit hit={c} /> }))}
        notFoundContent={nothing}
        defaultActiveFirstOption
        popupMatchSelectWidth={520}
        className="search-box"
      >
        <Input
          ref={input}
          size="large"
          prefix={<SearchOutlined />}
          placeholder={t('desk.search')}
          aria-label={t('desk.search')}
          allowClear
          autoFocus
        />
      </AutoComplete>
      <small className="hint">{t('desk.searchHint')}</small>
    </div>
  );
}

function Hit({ hit }: { readonly hit: CustomerHit }) {
  return (
    <div className="hit">
      <b>{hit.name}</b>
      <span className="num">{hit.account}</span>
      <span className="num">{hit.phoneMasked}</span>
      <div>{hit.address}</div>
    </div>
  );
}
