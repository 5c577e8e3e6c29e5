/** Calls about no supply: plain, during works, too long, again, brief. */
import type { Family } from './types.ts';

export const outage: Family = {
  zh: [
    '{when}突然停电了，整栋楼都没电，什么时候能来电？',
    '我们这边{when}停电到现在，左邻右舍都黑了，麻烦尽快处理。',
    '{place}停电了，家里有老人，热得受不了，请派人来看看。',
    '{when}开始没电，看了空气开关没有跳，隔壁也没电。',
    '没电了，整条巷都没有，{when}的事，请问是什么原因？',
    '{when}停的电，冰箱里的东西要坏了，几点恢复？',
    '报修：{place}全部停电，{when}开始。',
    '店里{when}断电，收银机和冰柜都停了，影响做生意。',
    '家里{when}起没有电，电表屏幕也不亮。',
  ],
  yue: [
    '{when}就冇电喇，成条街都黑晒，几时先有得返？',
    '我哋呢边停咗电，隔篱屋都系，唔该快啲派人嚟。',
    '{place}冇电啊，天气咁热顶唔顺，师傅几时到？',
    '{when}跳咗电，唔系我屋企跳掣，成栋楼都冇。',
  ],
  en: [
    'The power went out {when}, the whole building is dark. When will it be back?',
    'No electricity since {when}. Neighbours have none either.',
    'Our street lost supply {when}, please send somebody.',
    'Blackout {when}, the meter display is off too.',
  ],
};

export const outageWorks: Family = {
  zh: [
    '{when}停电了，是不是你们在施工？事先没有收到通知。',
    '没有任何通知就停电，{when}开始的，看到有人在杆上干活。',
    '{when}被停电，请问是计划停电吗？停到几点？',
    '{place}停电检修为什么不提前说一声？店里的海鲜都要死了。',
    '门口有工程车，{when}就没电了，没看到公告。',
    '停电到底是检修还是故障？{when}到现在没人解释。',
    '你们换线路停我们的电，短信都没有一条，太不负责了。',
    '听说今天施工停电，{when}停的，几时送电？',
  ],
  yue: [
    '{when}冇晒电，见到有师傅喺变压器度整嘢，点解冇通知？',
    '停电都唔出通告，我间铺做唔到生意，{when}停到而家。',
    '系咪整线路啊？{when}就停咗，几点先得返？',
  ],
  en: [
    'Power was cut {when} and there are workers on the pole, we got no notice.',
    'Is this a planned outage? It went off {when} and nobody told us.',
    'You are working on the line and switched us off {when} without any message.',
  ],
};

export const outageOverrun: Family = {
  zh: [
    '通知说早就应该来电了，怎么到现在还没有？',
    '公告写的送电时间已经过了，还是没电，到底还要多久？',
    '计划停电超时了，说好的时间不算数，家里没法做饭。',
    '施工停电时间已过，{place}还没恢复供电，请给个准确时间。',
    '短信通知的复电时间过了快一个小时，还是停着。',
    '原来说下午就好，现在还在施工，已经拖了很久。',
    '到点不送电，我们厂里工人都等着，损失谁负责？',
    '超过公告时间还没来电，请催一下施工队。',
    '检修停电延时也不说，{place}一直没电。',
  ],
  yue: ['通告话几点返电，而家过晒钟都未有，搞乜啊？', '讲好嘅时间过咗好耐，仲系冇电，唔该催下师傅。'],
  en: [
    'The notice said power would be back by now, and it is still off.',
    'Your works have run over the announced time, how much longer?',
    'Still no supply, the planned end passed a while ago.',
  ],
};

export const repeatCall: Family = {
  zh: [
    '我之前报过停电，现在还没有来电，催一下。',
    '第二次打来了，还是没电，师傅到了没有？',
    '刚才报修过的，到现在没人联系我，请催办。',
    '催单：{place}停电还没恢复。',
    '上一个工单没有下文，电还是没来。',
    '还要等多久？我前面打过电话了。',
    '麻烦再催一次抢修，家里有病人要用电。',
    '一直没有来电，之前说尽快，到底多快？',
  ],
  yue: ['头先打过嚟报修，仲未有电，再催下啦。', '第二次打嚟喇，仲系黑蚊蚊。'],
  en: ['I called earlier, there is still no power. Please hurry.', 'Calling again about the same outage, any news?'],
};

export const brief: Family = {
  zh: [
    '{when}电停了一下又来了，{appl}重启了。',
    '{when}突然断电几秒钟又恢复，是怎么回事？',
    '刚刚闪断了一下，全屋黑了一下又亮。',
    '{when}停电一两秒，电脑资料没保存就关机了。',
    '电断了一瞬间又来，{when}，路由器重新启动。',
    '{when}跳了一下电，马上又有了，隔壁也一样。',
    '这边{when}瞬间停电，{appl}要重新设置。',
    '{when}没电大概几秒钟，之后正常，想问问原因。',
  ],
  yue: ['{when}突然间冇电几秒又返，{appl}都熄咗再开。', '头先跳咗一下电，成屋黑一黑又着返。'],
  en: [
    'Power dropped for a few seconds {when} and came back, the {appl_en} restarted.',
    'A very short cut {when}, everything went off and on again.',
    'Supply blinked off for about two seconds {when}.',
  ],
};

export const frequent: Family = {
  zh: [
    '这个月停电好几次了，{when}又停，能不能彻底解决？',
    '我们{place}三天两头停电，今天又来一次。',
    '经常停电，{when}又停了，已经第三次了。',
    '频繁停电，影响正常生活，要求给说法。',
    '最近老是断电，短的几秒长的几个钟，{when}又断。',
    '一个月停了四次电，什么时候改造线路？',
    '隔几天就停一次，{when}那次冰箱差点烧了。',
    '投诉频繁停电，打雷就停，不打雷也停。',
  ],
  yue: ['成日停电，呢个月都第三次喇，{when}又停。', '隔两日就冇电一次，顶唔顺，几时搞掂？'],
  en: [
    'Yet another outage {when}, this is the third one this month.',
    'We keep losing power here, {when} again. Please fix it for good.',
    'Frequent outages in our village, the latest {when}.',
  ],
};
