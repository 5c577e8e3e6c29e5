/** Language of the console: Chinese first, remembered in this browser; `?lang=en` in the address wins. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Lang, Text } from '../../core/text.ts';
import { en, type TextKey } from '../text/en.ts';
import { zh } from '../text/zh.ts';

const STORAGE_KEY = 'gridwitness.lang';
const TEXTS: Readonly<Record<Lang, Readonly<Record<TextKey, string>>>> = { zh, en };

interface Language {
  readonly lang: Lang;
  readonly setLang: (lang: Lang) => void;
  /** The words of a key, `{name}` replaced. */
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
  /** One side of a text that came from the server or core. */
  readonly pick: (text: Text) => string;
}

const Context = createContext<Language | null>(null);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(initialLang);
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(STORAGE_KEY, lang);
  }, [lang]);
  const value = useMemo<Language>(
    () => ({
      lang,
      setLang,
      t: (key, values) => TEXTS[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values?.[name] ?? '')),
      pick: (text) => text[lang],
    }),
    [lang],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useLanguage(): Language {
  const value = useContext(Context);
  if (value === null) throw new Error('LanguageProvider is missing');
  return value;
}

function initialLang(): Lang {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(STORAGE_KEY);
  return asked === 'en' ? 'en' : 'zh';
}
