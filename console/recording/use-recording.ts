/** The recording that is open, kept while the console is: a look at another page does not lose it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Recording } from '../../correlator/contract/recording.ts';
import { type Judging, type Progress, sendFiles } from './upload.ts';

interface Opened {
  readonly recording: Recording;
  /** To judge the same files again, or to send them again once the server has given them up. */
  readonly files: readonly File[];
  readonly judging: Judging;
}

export interface RecordingState {
  readonly opened: Opened | null;
  readonly progress: Progress | null;
  /** Of the last try; the recording opened before stays. */
  readonly failure: unknown;
  readonly open: (files: readonly File[], judging: Judging) => void;
  readonly cancel: () => void;
}

const KEY = ['recording'] as const;

export function useRecording(): RecordingState {
  const client = useQueryClient();
  const kept = useQuery<Opened | null>({
    queryKey: KEY,
    queryFn: () => null,
    initialData: null,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    // Files are no plain data: comparing them field by field would make them look alike.
    structuralSharing: false,
  });
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  const open = useCallback(
    (files: readonly File[], judging: Judging) => {
      if (files.length === 0) return;
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      const isMine = () => running.current === mine;
      setFailure(null);
      sendFiles(files, judging, { progress: (p) => isMine() && setProgress(p), signal: mine.signal })
        .then((recording) => {
          if (!isMine()) return;
          client.removeQueries({ queryKey: ['recording-window'] });
          client.setQueryData<Opened>(KEY, { recording, files, judging });
        })
        .catch((error: unknown) => {
          if (isMine() && !mine.signal.aborted) setFailure(error);
        })
        .finally(() => {
          if (isMine()) setProgress(null);
        });
    },
    [client],
  );
  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setProgress(null);
  }, []);
  return { opened: kept.data, progress, failure, open, cancel };
}
