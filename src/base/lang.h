/* The languages a screen, slip or page can be in. Content texts and messages both use it. */
#ifndef BASE_LANG_H
#define BASE_LANG_H

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

#endif
