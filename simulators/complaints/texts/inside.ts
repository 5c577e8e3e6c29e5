/** Calls whose cause lies behind the meter, or that nobody can explain. */
import type { Family } from './types.ts';

export const ownOutage: Family = {
  zh: [
    '我家{when}没电了，看了下邻居有电，请来看看。',
    '就我一户没电，{when}，电表有显示。',
    '家里{when}跳闸，推上去又跳。',
    '{when}空气开关跳了合不上，隔壁都有电。',
    '漏电开关{when}一直跳，推不上去。',
    '我房间插座没电，灯有电，{when}开始。',
    '{when}厨房没电，其他正常。',
    '总开关推不上去，{when}，是不是你们线路问题？',
    '只有我家停电，{when}，没有欠费。',
    '店里{when}跳闸，一开烤箱就跳。',
  ],
  yue: ['我屋企{when}跳掣，推返上去又跌，隔篱有电。', '净系我一户冇电啊，{when}。'],
  en: [
    'Only my flat has no power {when}, the neighbours do.',
    'The breaker trips {when} and cannot be reset.',
    'Residual current switch keeps tripping {when}.',
  ],
};

export const ownAppliance: Family = {
  zh: [
    '{appl}{when}坏了，是不是电压的问题？',
    '{when}{appl}开不了机，别的电器没事。',
    '我家{appl}用着用着不动了，{when}，想查一下电压。',
    '洗手间灯一闪一闪，{when}，换了灯也许是镇流器。',
    '卧室的灯{when}闪，其他房间不闪。',
    '{appl}老跳停，{when}，怀疑供电有问题。',
    '空调{when}不制冷，想问是不是电压低，灯光正常。',
    '电脑{when}自己重启了几次，只有这一台。',
    '我怀疑电压不稳，{appl}{when}有异响。',
    '新买的{appl}{when}烧了，要你们检测电压。',
  ],
  yue: ['我部{appl}{when}开唔到，系咪你哋电压有问题？', '房间盏灯{when}闪下闪下，第二间房冇事。'],
  en: [
    'My {appl_en} failed {when}, was it the voltage? Other devices are fine.',
    'One lamp in the bedroom flickers {when}.',
    'The {appl_en} does not switch on {when}, please check the supply.',
  ],
};

export const disconnected: Family = {
  zh: [
    '我家{when}突然没电，邻居都有，怎么回事？',
    '{when}停电，只停我一家，请派人检查。',
    '家里{when}没电了，电表红灯亮着。',
    '出差回来发现家里没电，{when}发现的，邻居正常。',
    '我这户{when}没有电，开关都是好的。',
    '店铺{when}没电，旁边店都亮着。',
    '{when}一下子没电，检查过保险没有问题。',
    '为什么就我家停电？{when}开始的。',
    '租的房子{when}没电，房东说不知道原因。',
    '{when}发现断电，电表显示拉闸。',
  ],
  yue: ['净系我屋企冇电，{when}，隔篱都有，点解嘅？', '返到屋企就冇电，{when}，个掣冇跳。'],
  en: [
    'Only my home lost power {when}, next door is fine.',
    'No supply at my shop {when}, the meter shows a red light.',
    'Came back and found no electricity {when}, breakers are on.',
  ],
};
